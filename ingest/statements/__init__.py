"""Primary statements: tables read by geometry, and the facts they state."""
