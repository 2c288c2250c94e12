"""Papers side by side, from their published JSON alone: years of one council, and councils."""
