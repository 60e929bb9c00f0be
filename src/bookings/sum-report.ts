import type {
  Report,
  ReportArea,
  ReportFigures,
  ReportRow,
  ReportSource,
  StoredArea,
  StoredReport,
} from './report.ts';

/** The figures of some services together. */
function sumOf(rows: readonly ReportRow[], areas: StoredReport['areas']): ReportFigures {
  const sum = (field: Exclude<keyof ReportRow, 'date' | 'service' | 'sources' | 'areas'>) =>
    rows.reduce((total, row) => total + row[field], 0);
  const led = sum('ledParties');
  const available = sum('availableMinutes');
  const occupied = sum('occupiedMinutes');
  return {
    parties: sum('parties'),
    covers: sum('covers'),
    noShows: sum('noShows'),
    cancellations: sum('cancellations'),
    lateCancellations: sum('lateCancellations'),
    averageLeadMinutes: led === 0 ? null : Math.round(sum('leadMinutes') / led),
    openMinutes: sum('openMinutes'),
    availableMinutes: available,
    occupiedMinutes: occupied,
    occupancy: occupancyOf(occupied, available),
    sources: sourcesOf(rows),
    areas: areasOf(rows, areas),
  };
}

const occupancyOf = (occupied: number, available: number) =>
  available === 0 ? null : Math.round((occupied / available) * 10_000) / 10_000;

/** The named areas of some services, also without services. */
function areasOf(rows: readonly ReportRow[], names: StoredReport['areas']): ReportArea[] {
  const byName = Map.groupBy(
    rows.flatMap(({ areas }) => areas),
    ({ area }) => area,
  );
  return names.map((area) => {
    const parts = byName.get(area) ?? [];
    const sum = (field: Exclude<keyof StoredArea, 'area'>) =>
      parts.reduce((total, part) => total + part[field], 0);
    const available = sum('availableMinutes');
    const occupied = sum('occupiedMinutes');
    return {
      area,
      parties: sum('parties'),
      covers: sum('covers'),
      noShows: sum('noShows'),
      cancellations: sum('cancellations'),
      lateCancellations: sum('lateCancellations'),
      availableMinutes: available,
      occupiedMinutes: occupied,
      occupancy: occupancyOf(occupied, available),
    };
  });
}

/** The sources of some services, the one with the most parties first. */
function sourcesOf(rows: readonly ReportRow[]): ReportSource[] {
  const sums = new Map<string, ReportSource>();
  for (const each of rows.flatMap(({ sources }) => sources)) {
    const key = `${each.source}/${each.channel ?? ''}`;
    const { parties = 0, covers = 0 } = sums.get(key) ?? {};
    sums.set(key, {
      ...each,
      parties: parties + each.parties,
      covers: covers + each.covers,
    });
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.parties - x.parties || (a < b ? -1 : 1))
    .map(([, source]) => source);
}

/**
 * Sums the services of a report up: for each date from the first to the last, and in all. A date
 * without services and bookings has zeros.
 */
export function sumReport(
  { rows, areas }: Pick<StoredReport, 'rows' | 'areas'>,
  dates: readonly string[],
): Pick<Report, 'total' | 'days'> {
  const byDate = Map.groupBy(rows, ({ date }) => date);
  return {
    total: sumOf(rows, areas),
    days: dates.map((date) => {
      const services = byDate.get(date) ?? [];
      return {
        date,
        ...sumOf(services, areas),
        services: services.map((row) => ({ service: row.service, ...sumOf([row], areas) })),
      };
    }),
  };
}
