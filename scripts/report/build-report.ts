import type { Report } from './document.ts';
import { time } from './format.ts';
import type { ReportInput } from './input.ts';
import { budgetsSection } from './sections/budgets.ts';
import { componentsSection } from './sections/components.ts';
import { decisionsSection } from './sections/decisions.ts';
import { earlierSection } from './sections/earlier.ts';
import { floorSection } from './sections/floor.ts';
import { journeySection } from './sections/journey.ts';
import { lightSection } from './sections/light.ts';
import { periodSection } from './sections/period.ts';
import { regionsSection } from './sections/regions.ts';
import { unknownSection } from './sections/unknown.ts';

/** Makes the report of a period from what the service and the benchmark say. */
export function buildReport(input: ReportInput): Report {
  return {
    title: `Operations report, ${time(input.made)}`,
    sections: [
      periodSection,
      journeySection,
      componentsSection,
      floorSection,
      earlierSection,
      regionsSection,
      lightSection,
      budgetsSection,
      decisionsSection,
      unknownSection,
    ].map((make) => make(input)),
  };
}
