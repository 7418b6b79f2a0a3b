"""An invented commune to try the product with: fictional people, the figures of a real one."""
