"""From meaning to words: catalogues, values in the reader's way of writing, parts that fit the channel."""
