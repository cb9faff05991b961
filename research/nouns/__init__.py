"""The nouns of the program: frozen, slotted dataclasses without behaviour beyond their own fields."""
