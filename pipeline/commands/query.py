"""`papers query`"""

import click


@click.command()
@click.argument("folder", type=click.Path())
@click.argument("sql", required=False)
@click.option("--list", "listing", is_flag=True, help="No query: list the tables and views with their columns.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV, as `papers export` writes it.")
@click.pass_context
def query(ctx: click.Context, folder: str, sql: str | None, listing: bool, as_json: bool, as_csv: bool) -> None:
    """Ask extracted papers a question in SQL.

    FOLDER holds JSON files that `papers extract` has written; a single file will do. The tables are those of
    `papers export`: papers, readings, improvement_areas, recommendations, sections, passages, issues ...; the views are
    figures, latest, against_target, against_others, doubts. It needs the extra `duckdb`. Whoever asks the same papers
    often exports them once: papers export FOLDER -o tables --format duckdb.

    \b
    Examples:
      papers query out --list
      papers query out "SELECT council, period_text, value FROM latest WHERE indicator_id = 'rereferral_rate'"
      papers query out "SELECT council, meeting_date, text FROM improvement_areas ORDER BY ALL" --csv > areas.csv
      papers query out "SELECT label, raw, target_raw, page FROM against_target WHERE value < target_value" --json
      papers query out "SELECT code, count(*) AS times FROM issues GROUP BY ALL ORDER BY times DESC"
    """
    import shutil  # noqa: PLC0415
    import sys  # noqa: PLC0415

    from pipeline import exporting, frames, querying, terminal  # noqa: PLC0415

    if listing == bool(sql):
        raise click.UsageError("Give a query in SQL, or --list: one of the two.")
    if as_json and as_csv:
        raise click.UsageError("Give --json or --csv, not both.")
    account = exporting.Account()
    papers = terminal.watched(frames.find([folder]), False)
    result = querying.ask(papers, sql, account) if sql else querying.tables(papers, account)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    form: querying.Form = "json" if as_json else "csv" if as_csv else "table"
    terminal.print_data(querying.written(result, form, width))
    for fault in account.faults:
        terminal.say(terminal.rejection(fault.name, fault.code, fault.message))
    ctx.exit(exporting.status(account))
