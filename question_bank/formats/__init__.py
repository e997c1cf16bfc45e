"""Ways in and out of the bank, one module a format; counts in equal counts out, always."""
