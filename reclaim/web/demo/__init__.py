"""The demonstration: an invented local over real contracts. Loading it twice changes nothing."""
