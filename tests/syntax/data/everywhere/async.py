async def f():
  async for a in b: await c
  else: d
  async with a as b, c: pass
  async with (a as b): pass
  return [x async for x in y if await z], (await x for x in y)
