"""What the site's speed comes to in numbers: a module for each topic; `make benchmark` runs them all."""
