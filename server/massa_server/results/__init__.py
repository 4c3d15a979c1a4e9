"""Results: reading the immutable result directory that the engine wrote for one file of an analysis."""
