import { Component, type ReactNode, useEffect, useState } from 'react';
import { type Asked, onAsked } from '../parts/confirm';
import { onDemand } from '../parts/on-demand';

const loadConfirmation = () => import('./confirmation').then((views) => views.Confirmation);
const Confirmation = onDemand(loadConfirmation, () => true);
const Notices = onDemand(() => import('./notices').then((views) => views.Notices), () => true);

/** What lies over every page, loaded after it: notices, and the question before what cannot be taken back. */
export function OverAll() {
  const [asked, setAsked] = useState<{ question: Asked; number: number } | null>(null);
  useEffect(
    () => onAsked((question) => setAsked((last) => ({ question, number: (last?.number ?? 0) + 1 }))),
    [],
  );
  // There before it is needed: nothing is asked while it is being loaded.
  useEffect(() => void loadConfirmation().catch(() => undefined), []);
  return (
    <>
      <Alone>
        <Notices />
      </Alone>
      {asked !== null && (
        <Alone key={asked.number}>
          <Confirmation asked={asked.question} onGone={() => setAsked(null)} />
        </Alone>
      )}
    </>
  );
}

/** What fails in here takes nothing else with it. */
class Alone extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
