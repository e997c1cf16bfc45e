"""The sample year: an invented agency whose records were all made by the ordinary verbs."""
