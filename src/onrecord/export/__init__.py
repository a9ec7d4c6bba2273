"""Records to what people read: terminal, HTML, Markdown, citations."""
