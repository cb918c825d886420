/** What this device is called in the list of devices: its browser and system, as far as they say. */
export function deviceName(agent: string = navigator.userAgent): string {
  const browser = first(agent, [
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = first(agent, [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(', ') || 'Browser';
}

function first(agent: string, kinds: [RegExp, string][]): string | undefined {
  return kinds.find(([pattern]) => pattern.test(agent))?.[1];
}
