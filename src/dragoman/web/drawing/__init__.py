"""Charts as SVG made on the server: links on every mark, colours from the style sheet, no script."""
