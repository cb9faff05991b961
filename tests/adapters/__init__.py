"""Tests of what stands behind the seams, beyond the contracts."""
