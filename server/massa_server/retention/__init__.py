"""How long things are kept, and the proof that storage and database agree."""
