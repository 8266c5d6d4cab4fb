"""The forms in which annotation tools read and write documents, a module each. None knows another, nor a run."""
