"""Encoder-decoders of LSTM or GRU layers, without attention."""
