"""Reading: any input (a text, a file, a page, an address) to a document whose text is exactly what was found."""
