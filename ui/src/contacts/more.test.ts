import { expect, test, vi } from 'vitest';
import { moreOf } from './more';

const page = () => ({
  hasNextPage: true,
  isFetchingNextPage: false,
  isFetchNextPageError: false,
  error: null as unknown,
  fetchNextPage: vi.fn(() => Promise.resolve()),
  refetch: vi.fn(() => Promise.resolve()),
});

test('a_page_that_failed_is_not_asked_for_by_scrolling', () => {
  expect(moreOf(page()).has).toBe(true);
  expect(moreOf({ ...page(), isFetchNextPageError: true, error: new Error('gone') }).has).toBe(false);
});

test('what_failed_is_tried_again', () => {
  const next = { ...page(), isFetchNextPageError: true, error: new Error('gone') };
  moreOf(next).retry();
  expect(next.fetchNextPage).toHaveBeenCalledOnce();
  expect(next.refetch).not.toHaveBeenCalled();
  const whole = { ...page(), error: new Error('gone') };
  moreOf(whole).retry();
  expect(whole.refetch).toHaveBeenCalledOnce();
});
