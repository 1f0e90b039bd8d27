/** Which option of the configuration sets what is shown; it is changed there, with a restart. */
export function SetBy({ option }: { option: string }) {
  return (
    <>
      Set by <code className="font-mono text-xs">{option}</code>.
    </>
  )
}
