"""The rules, a module a subject. Each is a function registered by name; its docstring is its manual."""
