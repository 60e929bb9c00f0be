-- measureUsage no longer looks for the oldest estimates.
DROP INDEX "workspace_usage_age";
