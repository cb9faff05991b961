"""From a plan to ranked pages: the documents in scope, dense and lexical search inside them, the order of pages."""
