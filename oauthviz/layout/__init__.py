"""The layered layout. It knows boxes, arrows and groups, and nothing of OAuth."""
