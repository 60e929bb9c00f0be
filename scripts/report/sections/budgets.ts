import { type Block, foreign, list, type Section, table, text } from '../document.ts';
import { count, figure, NOT_MEASURED, number, time } from '../format.ts';
import { periodOf, type ReportInput } from '../input.ts';
import { objectiveName, waitingName } from '../names.ts';

/** The error budgets, the maintenance that they leave out, and the work that is waiting. */
export function budgetsSection(input: ReportInput): Section {
  return {
    title: 'Error budgets, maintenance and backlog',
    blocks: [...budgetsOf(input), ...maintenanceOf(input), ...backlogOf(input)],
  };
}

function budgetsOf({ levels }: ReportInput): Block[] {
  if (levels === null) return [text(`Error budgets: ${NOT_MEASURED}.`)];
  const period = `from ${time(levels.from)} to ${time(levels.to)}`;
  return [
    text('Error budgets have a period of their own, which ends when the report is made.'),
    table(
      `Error budgets, ${period}, maintenance excluded`,
      [
        ...[
          'Objective',
          'Wanted, %',
          'Counted',
          'Bad',
          'Bad allowed',
          'Bad left',
          'Budget left, %',
        ],
        'Gone in, hours',
      ],
      levels.objectives.map(({ name, objective, requests, bad, budget, goneInHours }) => [
        ...[objectiveName(name), number(Math.round(objective * 1e6) / 1e4), count(requests)],
        ...(requests === 0
          ? Array(4).fill(NOT_MEASURED)
          : [count(bad), number(budget.allowed), number(budget.left), figure(budget.percent)]),
        goneInHours === null ? 'does not burn' : number(goneInHours),
      ]),
    ),
    table(
      `Burn rates until ${time(levels.to)}: 1 uses up the budget exactly at the end of its period`,
      ['Objective', 'Window', 'Counted', 'Bad', 'Burn rate'],
      levels.objectives.flatMap(({ name, burn }) =>
        burn.map(({ window, requests, bad, rate }) => [
          ...[objectiveName(name), window, count(requests)],
          ...(requests === 0 ? [NOT_MEASURED] : [count(bad)]),
          figure(rate),
        ]),
      ),
    ),
  ];
}

function maintenanceOf(input: ReportInput): Block[] {
  const { history, levels } = input;
  const planned = (history?.maintenance ?? []).map(
    ({ from, to, reason }) => `Maintenance from ${time(from)} to ${time(to)}: ${foreign(reason)}`,
  );
  const excluded = (levels?.excluded ?? []).map(
    ({ from, to }) =>
      `Left out of the error budgets, with the hours that it touches: ${time(from)} to ${time(to)}.`,
  );
  if (history === null && levels === null) return [text(`Maintenance: ${NOT_MEASURED}.`)];
  const all = [...planned, ...excluded];
  return all.length === 0 ? [text(`No maintenance was planned ${periodOf(input)}.`)] : [list(all)];
}

function backlogOf({ backlog, made }: ReportInput): Block[] {
  if (backlog === null) return [text(`Background work that is waiting: ${NOT_MEASURED}.`)];
  return [
    table(
      `Background work that was waiting at ${time(made)}; counting stops at 1,000`,
      ['What', 'Rows', 'Oldest since'],
      backlog.data.map(({ kind, rows, oldestAt }) => [
        ...[waitingName(kind), count(rows)],
        oldestAt === null ? 'none' : time(oldestAt),
      ]),
    ),
    backlog.queues === null
      ? text(`The queues themselves: ${NOT_MEASURED}.`)
      : table(
          `What the queues said about themselves at ${time(made)}`,
          ['Queue', 'Messages', 'Bytes', 'Oldest since'],
          backlog.queues.map(({ queue, messages, bytes, oldestAt }) => [
            ...[foreign(queue), count(messages), count(bytes)],
            oldestAt === null ? 'not known' : time(oldestAt),
          ]),
        ),
  ];
}
