"""Tests of the benchmarks: their form, not their figures."""
