"""The parts of the sample library's maker: figures, prose, and a module for each kind of file."""
