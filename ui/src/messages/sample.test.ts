import { expect, test } from 'vitest';
import type { Schemas } from '../api/client';
import { sampleValues } from './sample';

const preview = { body: 'Angelica, come: https://rsvp.example/r/AAAA', segments: 1, encoding: 'gsm7' };
const texts: Schemas['EventText'][] = [
  { purpose: 'invite', default: '', variables: [], required: [], preview, default_preview: preview },
];
const event = {
  name: 'Dinner',
  host: '',
  location: 'Roof',
  starts_at: '2026-06-13T02:00:00Z',
  closes_at: '2026-06-12T16:05:00Z',
  zone: 'America/Los_Angeles',
} as Schemas['Event'];

test('values_are_as_in_the_servers_previews', () => {
  expect(sampleValues(event, texts)).toMatchObject({
    host: 'Dinner',
    date: 'Fri 12 Jun',
    time: '19:00',
    deadline: 'Fri 12 Jun 09:05',
    link: 'https://rsvp.example/r/AAAA',
    code: '',
  });
});
