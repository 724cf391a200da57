print("Tool")
