"""What the hooks do, as pure functions: text and data in, text and problems out.

Nothing in this package imports MkDocs, so that the event handlers beside it stay
thin enough to be written again for another site generator.
"""
