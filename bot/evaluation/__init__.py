"""How well people are understood: the sentences kept apart (`nlu/test`), judged language by language."""
