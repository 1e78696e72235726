"""What the hooks do, as pure functions: text and data in, text and problems out.

Nothing in this package imports MkDocs, so that the event handlers beside it stay
thin enough to be written again for another site generator.
"""

import gc

# A build makes millions of objects and little that only a collector finds: looking for it was a fifteenth of the time.
gc.set_threshold(50_000, 10, 10)
