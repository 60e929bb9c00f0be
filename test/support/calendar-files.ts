import ICAL from 'ical.js';
import type { CalendarBooking } from '../../src/follow-ups/channels/calendar-entry.ts';
import { newId } from '../../src/platform/ids.ts';

// The library supports only the properties of RFC 5545. NAME is a text (RFC 7986, 5.1).
ICAL.design.icalendar.property['name'] = { defaultType: 'text' };

/** A booking at a venue in Paris, as calendars take it. */
export function calendarBooking(changes: Partial<CalendarBooking> = {}): CalendarBooking {
  return {
    id: newId<'booking'>(),
    venueName: 'Chez Nous',
    timeZone: 'Europe/Paris',
    state: 'confirmed',
    start: '2027-07-01T19:00:00+02:00',
    end: '2027-07-01T20:30:00+02:00',
    partySize: 4,
    resources: [{ name: 'T1' }, { name: 'T2' }],
    version: 1,
    updatedAt: '2026-11-24T10:00:00.123Z',
    ...changes,
  };
}

/** Reads an iCalendar file with another library, and with the time zones that the file defines. */
export function readCalendar(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  ICAL.TimezoneService.reset();
  const zones = calendar.getAllSubcomponents('vtimezone');
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const timeOf = (name: string) => {
      const value = component.getFirstPropertyValue(name);
      if (!(value instanceof ICAL.Time)) throw new Error(`${name} is no time`);
      return value;
    };
    const text = (name: string) => component.getFirstPropertyValue(name)?.toString();
    return {
      uid: text('uid'),
      sequence: Number(text('sequence')),
      status: text('status'),
      summary: text('summary'),
      location: text('location'),
      description: text('description'),
      start: timeOf('dtstart').toJSDate().getTime(),
      end: timeOf('dtend').toJSDate().getTime(),
      zone: timeOf('dtstart').zone?.tzid,
      local: timeOf('dtstart').toString(),
      stamp: timeOf('dtstamp').toString(),
      modified: timeOf('last-modified').toString(),
      attendees: component.getAllProperties('attendee').map((each) => each.getFirstValue()),
      organizer: component.getFirstProperty('organizer'),
    };
  });
  const named = (name: string) => calendar.getFirstPropertyValue(name)?.toString();
  return { calendar, events, zones, method: named('method'), name: named('name') };
}

/** The event of a file that has exactly one. */
export function onlyEvent(ics: string) {
  const [event, more] = readCalendar(ics).events;
  if (event === undefined || more !== undefined) throw new Error('one event was expected');
  return event;
}
