"""Whether a theme can be read by everyone: contrasts of its colours, and arrow kinds that tell apart."""
