/**
 * A Python for tests, as a shell script: it makes environments out of copies of itself, and its pip and its emulator
 * do what the files `pip` and `emulator` of the folder `orders` (shell scripts too) say. Each call is noted in `calls`.
 */
export const fakePython = (orders: string) => `
  echo "$*" >> ${orders}/calls
  case "$*" in
    "-I -c"*import\\ ministack*) exit 0 ;;
    "-I -c"*) echo '{"version": "3.12.1", "venv": true}' ;;
    "-I -m venv "*) mkdir -p "$4/bin" "$4/lib/python3.12/site-packages"; cp "$0" "$4/bin/python" ;;
    "-m pip install "*)
      packages="$(dirname "$0")/../lib/python3.12/site-packages/ministack-1.dist-info"
      if [ -e ${orders}/pip ]; then . ${orders}/pip; fi
      mkdir -p "$packages"; echo record > "$packages/RECORD" ;;
    *launch.py*) if [ -e ${orders}/emulator ]; then . ${orders}/emulator; fi ;;
  esac
`;
