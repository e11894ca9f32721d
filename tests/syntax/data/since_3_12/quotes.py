f"{a["b"]}{f"{f"{1}"}"}" + f"{'\n'.join(a)}" + f"{
  a  # why
}"
f"{a['b']=}"
