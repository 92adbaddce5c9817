export function bareName(name = ''): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*');
}
