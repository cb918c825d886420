import { type ComponentType, lazy, Suspense, useState } from 'react';

/** A dialog or panel whose code is loaded when it is wanted for the first time. */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  isWanted: (props: Props) => boolean,
): ComponentType<Props> {
  const View = lazy(async () => ({ default: await load() }));
  return function OnDemand(props: Props) {
    const now = isWanted(props);
    const [once, setOnce] = useState(now);
    if (now && !once) setOnce(true);
    if (!once) return null;
    return (
      <Suspense>
        <View {...props} />
      </Suspense>
    );
  };
}

/** For those that say by `opened` whether they are wanted. */
export function isOpened({ opened }: { opened: boolean }): boolean {
  return opened;
}
