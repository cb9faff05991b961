"""What is doubtful in the library: pure rules over documents and facts, and the service that reads them for one reader.

A finding is made from nothing but what its reader may see, so that it cannot tell of a hidden document.
"""
