"""Files about endpoints, which lie beside this module."""
