"""From tasks to tables: blocks, shards, data sets."""
