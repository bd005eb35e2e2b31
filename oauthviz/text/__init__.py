"""Fonts, shaping, measuring and line breaking. HarfBuzz measures, HarfBuzz outlines draw."""
