"""Migrations: from any released schema of the archive to the present one."""
