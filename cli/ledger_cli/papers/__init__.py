"""Papers for people: minutes and extracts from them, as Markdown, HTML and Word."""
