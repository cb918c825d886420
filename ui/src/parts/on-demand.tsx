import { type ComponentType, useEffect, useState } from 'react';
import { Problem } from '../api/problem';
import { useTellProblem } from './toast';

/** How long after it could not be loaded it is tried again, in milliseconds. */
const AGAIN_MS = 3_000;

/**
 * A dialog or panel whose code is loaded when it is wanted for the first time. Where that fails it is said
 * once and tried again while it is wanted; what stands on the page stays.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  isWanted: (props: Props) => boolean,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function OnDemand(props: Props) {
    const wanted = isWanted(props);
    const [once, setOnce] = useState(wanted);
    const [View, setView] = useState(() => loaded);
    const [failures, setFailures] = useState(0);
    const tellProblem = useTellProblem();
    if (wanted && !once) setOnce(true);
    useEffect(() => {
      if (!wanted || View !== null) return undefined;
      let left = false;
      const attempt = () =>
        void load().then(
          (view) => {
            loaded = view;
            if (!left) setView(() => view);
          },
          (error: unknown) => {
            if (left) return;
            if (failures === 0) tellProblem(navigator.onLine ? error : Problem.offline());
            setFailures(failures + 1);
          },
        );
      const timer = setTimeout(attempt, failures === 0 ? 0 : AGAIN_MS);
      return () => {
        left = true;
        clearTimeout(timer);
      };
      // oxlint-disable-next-line react-hooks/exhaustive-deps
    }, [wanted, View, failures]);
    return View === null || !once ? null : <View {...props} />;
  };
}

/** For those that say by `opened` whether they are wanted. */
export function isOpened({ opened }: { opened: boolean }): boolean {
  return opened;
}
