"""In their places, people hold agreements, keep watch, gather evidence, plan campaigns, organize, act and win."""
