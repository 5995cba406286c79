"""Public procurement data, read and questioned: tables in, tables out."""
