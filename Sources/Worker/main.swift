print("Worker")
