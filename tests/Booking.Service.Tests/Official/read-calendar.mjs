// Reads iCalendar files with Mozilla's parser and tells as JSON what it has understood, a list entry a file.
//   npm install --save-exact ical.js@2.2.1
//   node read-calendar.mjs <file>...
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

// Nothing but the file's own VTIMEZONE may say what a time means.
ICAL.TimezoneService.reset();

function read(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
  return {
    method: calendar.getFirstPropertyValue('method'),
    refresh: calendar.getFirstPropertyValue('refresh-interval')?.toString() ?? null,
    zones: calendar.getAllSubcomponents('vtimezone').map(zone => zone.getFirstPropertyValue('tzid')),
    events: calendar.getAllSubcomponents('vevent').map(component => {
      const event = new ICAL.Event(component);
      const time = name => component.getFirstPropertyValue(name)?.toJSDate().toISOString().replace('.000', '') ?? null;
      return {
        uid: event.uid, start: time('dtstart'), end: time('dtend'), stamp: time('dtstamp'), zone: event.startDate.zone.tzid, local: event.startDate.toString(),
        sequence: event.sequence, status: component.getFirstPropertyValue('status'), summary: event.summary, description: event.description,
        url: component.getFirstPropertyValue('url'), conference: component.getFirstPropertyValue('conference'),
      };
    }),
  };
}

console.log(JSON.stringify(process.argv.slice(2).map(read)));
