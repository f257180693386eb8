"""The door of the room where codings are shown: `table.table` in a terminal, `html.page` in a browser.

The modules are imported one by one, so that a table does not pay for a page.
"""
