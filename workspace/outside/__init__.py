"""Addresses outside that records give, watched: asked politely, never inside, and told when they no longer answer."""
