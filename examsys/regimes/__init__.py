"""The agency's management regimes: their versions, its registers, and what shows they are kept."""
